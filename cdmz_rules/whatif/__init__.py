"""What if: scenarios, sweeps, the least change that helps, the first day on which a household qualifies, and the law side by side."""
