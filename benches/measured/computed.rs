//! What a process has computed.

/// The time that its threads have computed, in hundredths of a second.
pub fn ticks(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    // Behind the name, which may hold anything, the 12th and 13th field: in the program, and in the kernel for it.
    let (_, fields) = text.rsplit_once(')').expect("fields");
    fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}
