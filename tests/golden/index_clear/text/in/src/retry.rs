//! When to try again.

/// Waits longer after each failure.
pub struct Backoff {
    attempt: u32,
}

impl Backoff {
    /// How long to wait before the next attempt.
    pub fn next_delay(&mut self) -> u64 {
        self.attempt += 1;
        // Retries are spaced out exponentially.
        2u64.pow(self.attempt)
    }
}
