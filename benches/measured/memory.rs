//! What a process holds in memory.

/// That figure of `/proc/PID/status` in MiB: `VmRSS`, what is resident now, or `VmHWM`, what was at most. `None` where the
/// process has ended.
pub fn memory(pid: u32, figure: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}
