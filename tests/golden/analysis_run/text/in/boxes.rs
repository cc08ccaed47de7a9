//! Boxes that hold one value.

/// Holds one value.
pub struct Holder {
    value: u8,
}

impl Holder {
    /// Puts a value in, `Vec<u8>` or not.
    ///
    /// # Panics
    ///
    /// If it is 0.
    pub fn put(&mut self, value: u8) {
        assert!(value > 0);
        self.value = value;
    }

    fn hidden(&self) -> u8 {
        self.value
    }
}

pub fn choose(a: u8, b: u8, c: bool) -> u8 {
    if a > b && c {
        if a > 10 {
            return Some(a).unwrap();
        }
        return b;
    } else if b > 20 {
        return c as u8;
    }
    a
}
