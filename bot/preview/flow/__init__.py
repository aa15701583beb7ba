"""The flow pictures: what leads to each response and where it goes on, as a graph and as SVG."""
