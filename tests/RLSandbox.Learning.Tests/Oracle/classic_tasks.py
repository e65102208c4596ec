"""Reference trajectories of the four classic control tasks, from their published equations, in plain Python without any package.

Run: python3 classic_tasks.py FOLDER    (the files beside this script were made with CPython 3.11, glibc 2.36)

Each line of a file is one step: episode, step, the state before it, the action, the state after it, the observation after it, the reward, and whether
the task ended. Starts and actions are fixed: a feedback rule that gets somewhere, mixed with draws of a linear congruential generator. The last episode of each task
begins where walls, ends or limits of velocity take part.
Sources: Barto, Sutton and Anderson 1983 (cart and pole); Moore 1990 (mountain car); Sutton 1996 and Sutton and Barto 1998, section 11.3 (acrobot);
limits, steps and rewards of CartPole-v1, MountainCar-v0, Acrobot-v1 and Pendulum-v1 of Gymnasium.
"""
import csv
import math
import sys

G = 9.8


class Draws:
    """Numerical Recipes' 32-bit linear congruential generator; good enough to vary actions."""

    def __init__(self, seed):
        self.word = seed

    def uniform(self, low=0.0, high=1.0):
        self.word = (1664525 * self.word + 1013904223) % 2**32
        return low + (high - low) * self.word / 2**32


class CartPole:
    name, edge = "cartpole", [2.37, 0.9, -0.02, 0.1]

    def start(self, draws):
        return [draws.uniform(-0.05, 0.05) for _ in range(4)]

    def choose(self, s, draws, noise):
        if draws.uniform() < noise:
            return int(draws.uniform(0, 2))
        return 1 if s[2] + 0.3 * s[3] + 0.02 * s[0] + 0.05 * s[1] > 0 else 0

    def step(self, s, action):
        x, v, a, w = s
        cart, pole, half = 1.0, 0.1, 0.5
        force = 10.0 if action == 1 else -10.0
        m = cart + pole
        temp = (force + pole * half * w**2 * math.sin(a)) / m
        dw = (G * math.sin(a) - math.cos(a) * temp) / (half * (4 / 3 - pole * math.cos(a) ** 2 / m))
        dv = temp - pole * half * dw * math.cos(a) / m
        t = 0.02
        after = [x + t * v, v + t * dv, a + t * w, w + t * dw]
        ended = abs(after[0]) > 2.4 or abs(after[2]) > math.radians(12)
        return after, 1.0, ended

    def observe(self, s):
        return s


class MountainCar:
    name, edge = "mountain-car", [-1.1, -0.06]

    def start(self, draws):
        return [draws.uniform(-0.6, -0.4), 0.0]

    def choose(self, s, draws, noise):
        if draws.uniform() < noise:
            return int(draws.uniform(0, 3))
        return 2 if s[1] >= 0 else 0

    def step(self, s, action):
        x, v = s
        v = min(0.07, max(-0.07, v + (action - 1) * 0.001 - 0.0025 * math.cos(3 * x)))
        x = min(0.6, max(-1.2, x + v))
        if x == -1.2 and v < 0:
            v = 0.0
        return [x, v], -1.0, x >= 0.5 and v >= 0

    def observe(self, s):
        return s


class Acrobot:
    name, edge = "acrobot", [3.0, 2.9, 12.0, 28.0]

    def start(self, draws):
        return [draws.uniform(-0.1, 0.1) for _ in range(4)]

    def choose(self, s, draws, noise):
        if draws.uniform() < noise:
            return int(draws.uniform(0, 3))
        return 0 if s[2] > 0 else 2

    def slope(self, s, torque):
        a, b, va, vb = s
        m1 = m2 = l1 = i1 = i2 = 1.0
        c1 = c2 = 0.5
        d1 = m1 * c1**2 + m2 * (l1**2 + c2**2 + 2 * l1 * c2 * math.cos(b)) + i1 + i2
        d2 = m2 * (c2**2 + l1 * c2 * math.cos(b)) + i2
        phi2 = m2 * c2 * G * math.cos(a + b - math.pi / 2)
        phi1 = (-m2 * l1 * c2 * vb**2 * math.sin(b) - 2 * m2 * l1 * c2 * vb * va * math.sin(b)
                + (m1 * c1 + m2 * l1) * G * math.cos(a - math.pi / 2) + phi2)
        wb = (torque + d2 / d1 * phi1 - m2 * l1 * c2 * va**2 * math.sin(b) - phi2) / (m2 * c2**2 + i2 - d2**2 / d1)
        wa = -(d2 * wb + phi1) / d1
        return [va, vb, wa, wb]

    def step(self, s, action):
        h, torque = 0.2, action - 1.0
        move = lambda k, t: [x + t * y for x, y in zip(s, k)]
        k1 = self.slope(s, torque)
        k2 = self.slope(move(k1, h / 2), torque)
        k3 = self.slope(move(k2, h / 2), torque)
        k4 = self.slope(move(k3, h), torque)
        a, b, va, vb = (x + h / 6 * (p + 2 * q + 2 * r + t) for x, p, q, r, t in zip(s, k1, k2, k3, k4))
        turn = lambda x: math.atan2(math.sin(x), math.cos(x))
        after = [turn(a), turn(b), min(4 * math.pi, max(-4 * math.pi, va)), min(9 * math.pi, max(-9 * math.pi, vb))]
        ended = -math.cos(after[0]) - math.cos(after[0] + after[1]) > 1.0
        return after, 0.0 if ended else -1.0, ended

    def observe(self, s):
        return [math.cos(s[0]), math.sin(s[0]), math.cos(s[1]), math.sin(s[1]), s[2], s[3]]


class Pendulum:
    name, edge = "pendulum", [-6.5, -7.9]

    def start(self, draws):
        return [draws.uniform(-math.pi, math.pi), draws.uniform(-1, 1)]

    def choose(self, s, draws, noise):
        """In the contract's unit: −1 … 1 is −2 … 2 N·m. Values beyond are clamped. Multiples of 1/64, so that a float holds them exactly."""
        push = draws.uniform(-1.3, 1.3) if draws.uniform() < noise else (1.0 if s[1] > 0 else -1.0)
        return round(push * 64) / 64

    def step(self, s, action):
        angle, velocity = s
        torque = min(2.0, max(-2.0, 2.0 * action))
        near = math.atan2(math.sin(angle), math.cos(angle))
        reward = -(near**2 + 0.1 * velocity**2 + 0.001 * torque**2)
        velocity += (3 * 10.0 / (2 * 1.0) * math.sin(angle) + 3.0 / (1.0 * 1.0**2) * torque) * 0.05
        velocity = min(8.0, max(-8.0, velocity))
        return [angle + velocity * 0.05, velocity], reward, False

    def observe(self, s):
        return [math.cos(s[0]), math.sin(s[0]), s[1]]


def main(folder):
    for task in (CartPole(), MountainCar(), Acrobot(), Pendulum()):
        draws = Draws(20261123)
        with open(f"{folder}/{task.name}.csv", "w", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            for episode, (state, noise, steps) in enumerate(((task.start(draws), 0.1, 130), (task.start(draws), 0.8, 130), (task.edge, 0.5, 20))):
                for step in range(steps):
                    action = task.choose(state, draws, noise)
                    after, reward, ended = task.step(state, action)
                    lines.writerow([episode, step, *map(repr, state), action, *map(repr, after), *map(repr, task.observe(after)), repr(reward), int(ended)])
                    state = after
                    if ended:
                        break


main(sys.argv[1])
