"""The CNI plugin that is shipped: containers on networks of HCN."""
