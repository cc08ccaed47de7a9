use crate::bulb::Bulb;

pub enum State {}
pub fn flip(_: &Bulb) {}
