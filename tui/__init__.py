"""The textual screens of the customer login: what people see."""
