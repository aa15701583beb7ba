"""Several servers of each kind behind one proxy, as many machines run them."""
