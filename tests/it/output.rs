//! The output folder: swapped as a whole, never over something else.
