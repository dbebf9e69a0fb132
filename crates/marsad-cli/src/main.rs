//! The binary `marsad`.
fn main() {}
