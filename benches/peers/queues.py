"""Simulates one workload with one Python program and says how long it took and how long customers waited, as JSON.

queues.py PROGRAM pooled|named CUSTOMERS SEED
"""

import json
import random
import sys
import time
from collections import deque


def run_simpy(queues, servers, customers_each, rate):
    """A process for each server and one for the arrivals: the fastest form."""
    import simpy

    env = simpy.Environment()
    waits = []

    def server(waiting, idle):
        while True:
            while waiting:
                waits.append(env.now - waiting.popleft())
                yield env.timeout(random.expovariate(1.0))
            wake = env.event()
            idle.append(wake)
            yield wake

    def arrivals(waiting, idle):
        for _ in range(customers_each):
            yield env.timeout(random.expovariate(rate))
            waiting.append(env.now)
            if idle:
                idle.pop().succeed()

    for _ in range(queues):
        waiting, idle = deque(), []
        for _ in range(servers):
            env.process(server(waiting, idle))
        env.process(arrivals(waiting, idle))
    start = time.perf_counter()
    env.run()
    return time.perf_counter() - start, waits


def run_simpy_resource(queues, servers, customers_each, rate):
    """A process for each customer, who requests a resource: the form that its tutorials teach."""
    import simpy

    env = simpy.Environment()
    waits = []

    def customer(resource):
        arrival = env.now
        with resource.request() as request:
            yield request
            waits.append(env.now - arrival)
            yield env.timeout(random.expovariate(1.0))

    def arrivals(resource):
        for _ in range(customers_each):
            yield env.timeout(random.expovariate(rate))
            env.process(customer(resource))

    for _ in range(queues):
        env.process(arrivals(simpy.Resource(env, servers)))
    start = time.perf_counter()
    env.run()
    return time.perf_counter() - start, waits


def run_salabim(queues, servers, customers_each, rate):
    """A component for each server and one for the arrivals: one for each customer would be some forty times slower."""
    import salabim

    salabim.yieldless(False)
    env = salabim.Environment(trace=False)
    waits = []

    class Server(salabim.Component):
        def process(self, waiting, idle):
            while True:
                while waiting:
                    waits.append(env.now() - waiting.popleft())
                    yield self.hold(random.expovariate(1.0))
                idle.append(self)
                yield self.passivate()

    class Arrivals(salabim.Component):
        def process(self, waiting, idle):
            for _ in range(customers_each):
                yield self.hold(random.expovariate(rate))
                waiting.append(env.now())
                if idle:
                    idle.pop().activate()

    for _ in range(queues):
        waiting, idle = deque(), []
        for _ in range(servers):
            Server(waiting=waiting, idle=idle)
        Arrivals(waiting=waiting, idle=idle)
    start = time.perf_counter()
    env.run()
    return time.perf_counter() - start, waits


def run_ciw(queues, servers, customers_each, rate):
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=rate) for _ in range(queues)],
        service_distributions=[ciw.dists.Exponential(rate=1.0) for _ in range(queues)],
        number_of_servers=[servers] * queues,
        routing=[[0.0] * queues for _ in range(queues)],
    )
    simulation = ciw.Simulation(network)
    start = time.perf_counter()
    # Stops with the last of them, so it is not drained.
    simulation.simulate_until_max_customers(queues * customers_each)
    seconds = time.perf_counter() - start
    return seconds, [record.waiting_time for record in simulation.get_all_records(only=["service"])]


PROGRAMS = {"simpy": run_simpy, "simpy-resource": run_simpy_resource, "salabim": run_salabim, "ciw": run_ciw}
# Queues, servers each, arrivals per unit of time at each; services take 1 on average.
WORKLOADS = {"pooled": (1, 20, 18.0), "named": (20, 1, 0.9)}


def main():
    program, workload, customers, seed = sys.argv[1:]
    queues, servers, rate = WORKLOADS[workload]
    customers_each = int(customers) // queues
    random.seed(int(seed))
    seconds, waits = PROGRAMS[program](queues, servers, customers_each, rate)
    if len(waits) != queues * customers_each:
        sys.exit(f"{program}: {len(waits)} customers instead of {queues * customers_each}")
    print(json.dumps({"customers": len(waits), "seconds": seconds, "mean_wait": sum(waits) / len(waits)}))


main()
