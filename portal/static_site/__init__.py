"""What website builder and webshop publish: plain files with the same frame and themes, all of them at once.

No script, and nothing from elsewhere: whatever stands on a page, nothing of it runs.
"""
