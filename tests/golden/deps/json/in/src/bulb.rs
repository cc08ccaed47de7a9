use crate::switch::{flip, State};

pub struct Bulb;
