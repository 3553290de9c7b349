#!/usr/bin/env python3
"""Compares caseload with other simulators on two queues and prints the tables as Markdown. See README.md beside it."""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
VENV = TARGET / "peers" / "venv"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
EXE = ".exe" if os.name == "nt" else ""
PYTHON = VENV / SCRIPTS / f"python{EXE}"
PEERS = TARGET / "peers" / "rust" / "release" / f"peers{EXE}"
CASELOAD = TARGET / "release" / f"caseload{EXE}"

# Scenario, theoretical mean wait, standard deviation of the mean wait of one run of a million customers.
WORKLOADS = {
    "pooled": ("scenarios/theory/mm20-pooled.toml", "one M/M/20", 0.275385, 0.0088),
    "named": ("scenarios/theory/mm1-named.toml", "twenty separate M/M/1", 9.0, 0.19),
}
# Both scenarios: 18 arrivals an hour in all, for 12 weeks of warm-up, 52 that are measured and 2 of cool-down.
ARRIVALS_PER_HOUR = 18
WEEKS, WEEKS_MEASURED = 66, 52
PER_REPLICATION = ARRIVALS_PER_HOUR * 24 * 7 * WEEKS
HOURS_PER_MONTH = 365.25 * 24 / 12

RUST = ["recursion", "bare", "desque", "ixa", "nexosim", "simu-des"]
PYTHONS = ["simpy", "simpy-resource", "salabim", "ciw"]
LABELS = {
    "recursion": "(recursion, no events: the limit)",
    "bare": "(bare event loop, 4-ary heap)",
    "simpy": "simpy, a process per server",
    "simpy-resource": "simpy, a process per customer",
}
# A wait further than this many standard deviations from theory is wrong.
TOLERANCE = 4


def call(*command, **options):
    """Runs a command and returns what it prints; on failure, stops with its output."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def prepare():
    """Builds caseload and the Rust peers, installs the Python peers."""
    note("building caseload")
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET)}
    call("cargo", "build", "--release", "--locked", "--bin", "caseload", cwd=ROOT, env=environment)
    note("building desque, ixa, nexosim, simu-des")
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET / "peers" / "rust")}
    call("cargo", "build", "--release", "--locked", cwd=HERE / "rust", env=environment)
    note("installing simpy, ciw, salabim")
    if not PYTHON.exists():
        call(sys.executable, "-m", "venv", VENV)
    call(PYTHON, "-m", "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt")


def run_caseload(workload, replications, seed):
    """The whole process, from the start to the exit: everything that its user waits for."""
    command = [CASELOAD, "run", ROOT / WORKLOADS[workload][0], "-r", replications]
    command += ["--seed", seed, "--threads", 1, "--quiet", "--json"]
    start = time.perf_counter()
    printed = call(*command)
    seconds = time.perf_counter() - start
    means = {key: value["mean"] for key, value in json.loads(printed)["designs"][0]["segments"]["all"].items()}
    accounts = means["accounts_per_csm"] * means["csms"]
    arrivals = means["requests_per_account_month"] * accounts / HOURS_PER_MONTH
    if abs(arrivals - ARRIVALS_PER_HOUR) > 0.2:
        sys.exit(f"{workload}: {arrivals} arrivals an hour instead of {ARRIVALS_PER_HOUR}")
    customers = replications * PER_REPLICATION
    return {"customers": customers, "seconds": seconds, "mean_wait": means["wait_hours_mean"]}


def run_peer(program, workload, customers, seed):
    """The simulation alone, timed by the program itself: no start-up, no imports."""
    command = [PEERS] if program in RUST else [PYTHON, HERE / "queues.py"]
    return json.loads(call(*command, program, workload, customers, seed))


def versions():
    found = {"caseload": call(CASELOAD, "--version").split()[-1]}
    for line in (HERE / "requirements.txt").read_text().split():
        name, version = line.split("==")
        found[name] = version
    for line in (HERE / "rust" / "Cargo.toml").read_text().splitlines():
        name, _, rest = line.partition(" = ")
        if name in RUST:
            found[name] = rest.split('"=')[1].split('"')[0]
    found["simpy-resource"] = found["simpy"]
    return found


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def rate(runs):
    """Million events a second: an arrival and a completion for every customer."""
    return statistics.median(2 * run["customers"] / run["seconds"] for run in runs) / 1e6


def table(workload, results, named_versions):
    """The rows, fastest first, and whether all agree with theory."""
    _, title, theory, deviation = WORKLOADS[workload]
    print(f"\n{workload.capitalize()}: {title} at load 0.9; theory: a customer waits {theory:g} on average\n")
    print("| Program | Version | Million events/s | caseload's speed / its speed | Mean wait | Against theory |")
    print("|---|---|---:|---:|---:|---|")
    own = rate(results["caseload"])
    sound = True
    for program, runs in sorted(results.items(), key=lambda item: -rate(item[1])):
        wait = statistics.fmean(run["mean_wait"] for run in runs)
        customers = sum(run["customers"] for run in runs)
        if program == "caseload":
            customers *= WEEKS_MEASURED / WEEKS
        distance = (wait - theory) / (deviation * math.sqrt(1e6 / customers))
        agrees = abs(distance) <= TOLERANCE
        sound &= agrees
        name = f"**{program}**" if program == "caseload" else LABELS.get(program, program)
        verdict = "agrees" if agrees else "**WRONG**"
        speed = rate(runs)
        ratio = f"{own / speed:.2f}" if own < 10 * speed else f"{own / speed:.0f}"
        print(
            f"| {name} | {named_versions.get(program, '')} | {speed:.3g} | {ratio} "
            f"| {wait:.4g} | {verdict} ({distance:+.1f} sd) |"
        )
    return sound


def note(text):
    print(text, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, help="for compiled programs; a tenth of it for Python (1000000)")
    parser.add_argument("--rounds", type=int, help="runs of every program, in turns; the median counts (5)")
    parser.add_argument("--quick", action="store_true", help="200000 customers, one round: does it all still work?")
    options = parser.parse_args()
    customers = options.customers or (200_000 if options.quick else 1_000_000)
    rounds = options.rounds or (1 if options.quick else 5)
    replications = math.ceil(customers / PER_REPLICATION)
    prepare()

    results = {workload: {program: [] for program in ["caseload", *RUST, *PYTHONS]} for workload in WORKLOADS}
    # Round 0 is short and not counted: it brings the programs from disk into memory.
    for seed in range(rounds + 1):
        for workload, runs in results.items():
            note(f"round {seed} of {rounds}, {workload}")
            for program in runs:
                if program == "caseload":
                    run = run_caseload(workload, replications if seed else 1, seed)
                else:
                    share = 10 if program in PYTHONS else 1
                    run = run_peer(program, workload, customers // share if seed else 1000, seed)
                if seed:
                    runs[program].append(run)

    print(f"{date.today()}, {processor()}, {os.cpu_count()} cores, one used. ", end="")
    print(f"{call('rustc', '--version').split(' (')[0]}, {call(PYTHON, '--version').strip()}.")
    print(f"Customers a run: caseload {replications * PER_REPLICATION}, ", end="")
    print(f"other compiled programs {customers}, Python {customers // 10}. Medians of {rounds} rounds.")
    named_versions = versions()
    sound = [table(workload, found, named_versions) for workload, found in results.items()]
    print(f"\n`caseload run SCENARIO -r {replications} --threads 1 --quiet --json` with")
    print(" and ".join(f"`{scenario}`" for scenario, *_ in WORKLOADS.values()) + ".")
    if not all(sound):
        sys.exit("A program does not agree with theory.")


main()
