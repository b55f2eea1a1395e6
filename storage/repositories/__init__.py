"""How each subject is read and written: in the words of the portal, scoped by who asks."""
