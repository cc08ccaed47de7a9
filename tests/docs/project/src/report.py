import json


def average(values):
    return sum(values) / len(values)


def load(path, encoding, strict, limit, columns, separator):
    rows = []
    with open(path, encoding=encoding) as file:
        for line in file:
            row = json.loads(line)
            if strict:
                if set(row) == set(columns):
                    if len(rows) < limit:
                        for name in columns:
                            if separator in row[name]:
                                rows.append(row)
    return rows
