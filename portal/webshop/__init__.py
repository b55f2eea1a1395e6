"""Webshops: products, orders and what becomes of them, for owner and webmaster alike."""
