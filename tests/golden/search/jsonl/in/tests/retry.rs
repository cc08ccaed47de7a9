#[test]
fn retries_are_spaced_out() {
    assert_eq!(Backoff::default().next_delay(), 2);
}
