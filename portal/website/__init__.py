"""The website builder: pages as a tree, written in Markdown, published as plain files."""
