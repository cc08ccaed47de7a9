mod bulb;
mod switch;
mod gone;

pub use bulb::Bulb;
use std::fmt;
