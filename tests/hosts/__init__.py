"""Sites that install the app: each a settings module, the suite runs on all of them."""
