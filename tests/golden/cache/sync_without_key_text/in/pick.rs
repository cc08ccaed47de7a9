fn pick(values: &[Option<u32>]) -> u32 {
    let first = values.first().unwrap();
    first.expect("a value")
}
