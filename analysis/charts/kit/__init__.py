"""What chart forms are made of: style, marks, rows, legend, and the chart they become."""
