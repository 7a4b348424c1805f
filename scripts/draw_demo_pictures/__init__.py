"""Avatars and banners of the demo community."""
