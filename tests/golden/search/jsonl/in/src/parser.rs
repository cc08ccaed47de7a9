/// Reads one header line.
pub fn parse_header(line: &str) -> Option<(&str, &str)> {
    line.split_once(':')
}
