"""What the portal writes on paper: PDF with what machines read inside."""
