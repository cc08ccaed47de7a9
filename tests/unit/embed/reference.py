#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tests/unit/embed/reference.py

Prints what model_test.cpp expects: the vectors of a small BERT encoder with arbitrary weights, computed in double precision
and straight from the papers, without any code of the product.
"""
import math

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, VOCABULARY = 12, 2, 3, 20, 10, 16
IDS = [2, 7, 5, 11, 7, 3]
RETRY = [2, 5, 6, 3]  # of "retry", for the test of `models --verify`


class Numbers:
    """Multiples of 1/128 between -1 and 1, which all formats of weights hold exactly."""

    def __init__(self):
        self.state = 1

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return ((self.state >> 40) % 255 - 127) / 128

    def row(self, size):
        return [self.next() for _ in range(size)]

    def matrix(self, rows, columns):
        return [self.row(columns) for _ in range(rows)]


def normalized(row, scale, shift):
    mean = sum(row) / len(row)
    deviation = math.sqrt(sum((x - mean) ** 2 for x in row) / len(row) + 1e-12)
    return [(x - mean) / deviation * a + b for x, a, b in zip(row, scale, shift)]


def linear(rows, weight, bias):
    return [[sum(x * w for x, w in zip(row, line)) + b for line, b in zip(weight, bias)] for row in rows]


def attention(queries, keys, values):
    depth = HIDDEN // HEADS
    mixed = [[0.0] * HIDDEN for _ in queries]
    for head in range(HEADS):
        part = slice(head * depth, (head + 1) * depth)
        for i, query in enumerate(queries):
            scores = [sum(a * b for a, b in zip(query[part], key[part])) / math.sqrt(depth) for key in keys]
            weights = [math.exp(score) for score in scores]
            total = sum(weights)
            for k in range(head * depth, (head + 1) * depth):
                mixed[i][k] = sum(w / total * value[k] for w, value in zip(weights, values))
    return mixed


def main(ids):
    numbers = Numbers()
    words = numbers.matrix(VOCABULARY, HIDDEN)
    positions = numbers.matrix(POSITIONS, HIDDEN)
    types = numbers.matrix(2, HIDDEN)
    norm = numbers.row(HIDDEN), numbers.row(HIDDEN)
    state = [normalized([a + b + c for a, b, c in zip(words[id_], positions[i], types[0])], *norm)
             for i, id_ in enumerate(ids)]
    dense = lambda outputs, inputs: (numbers.matrix(outputs, inputs), numbers.row(outputs))
    for _ in range(LAYERS):
        query, key, value, output = (dense(HIDDEN, HIDDEN) for _ in range(4))
        norm = numbers.row(HIDDEN), numbers.row(HIDDEN)
        mixed = attention(linear(state, *query), linear(state, *key), linear(state, *value))
        state = [normalized([a + b for a, b in zip(x, y)], *norm) for x, y in zip(state, linear(mixed, *output))]
        wider, narrower = dense(WIDE, HIDDEN), dense(HIDDEN, WIDE)
        norm = numbers.row(HIDDEN), numbers.row(HIDDEN)
        wide = [[x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in row] for row in linear(state, *wider)]
        state = [normalized([a + b for a, b in zip(x, y)], *norm) for x, y in zip(state, linear(wide, *narrower))]
    mean = [sum(column) / len(ids) for column in zip(*state)]
    for name, vector in ("cls", state[0]), ("mean", mean):
        length = math.sqrt(sum(x * x for x in vector))
        print(name, ", ".join(f"{x / length:.7f}F" for x in vector))


main(IDS)
main(RETRY)
