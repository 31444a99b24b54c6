#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neptun_share::fuzzing::run("head", bytes));
