//! Every mistake of a site, and what its author is told.
