"""Commands about containers, images and layers."""
