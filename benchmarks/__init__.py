"""What README's figures come from. Each module is a command; nothing imports them."""
