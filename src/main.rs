//! The command `caseload`: everything is in the library; this hands over the arguments and takes the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    caseload::cli::main()
}
