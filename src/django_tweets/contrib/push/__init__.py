"""Web push: notifications that a browser shows while the site is closed. See docs/push.md."""
