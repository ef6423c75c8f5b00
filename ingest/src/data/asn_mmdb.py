#!/usr/bin/env python3
"""Writes asn.mmdb from the CSV files of the npm package @ip-location-db/asn: numbers only, no names.

usage: asn_mmdb.py asn-ipv4.csv asn-ipv6.csv BUILD_EPOCH asn.mmdb
Format: https://maxmind.github.io/MaxMind-DB/ (IPv4 lies at ::/96). Equal neighbours become one network.
"""
import csv
import ipaddress
import sys

EMPTY = -1
V4_DEPTH = 96


def networks(path):
    """Numbers of networks, with their bits as IPv6."""
    with open(path, newline="", encoding="utf-8") as lines:
        for first, last, asn, *_ in csv.reader(lines):
            for net in ipaddress.summarize_address_range(ipaddress.ip_address(first), ipaddress.ip_address(last)):
                depth = net.prefixlen + (V4_DEPTH if net.version == 4 else 0)
                yield int(net.network_address), depth, int(asn)


class Tree:
    """A binary trie. A child is EMPTY, a node (even) or a leaf (odd)."""

    def __init__(self):
        self.left, self.right = [EMPTY], [EMPTY]

    def add(self, address, depth, asn):
        node = 0
        for level in range(depth):
            side = self.right if address >> (127 - level) & 1 else self.left
            if level == depth - 1:
                side[node] = asn << 1 | 1
                return
            child = side[node]
            if child == EMPTY or child & 1:
                # a wider network above keeps what it has
                self.left.append(child)
                self.right.append(child)
                child = (len(self.left) - 1) << 1
                side[node] = child
            node = child >> 1

    def merge(self):
        """Folds nodes whose halves are the same leaf; children have higher numbers than their parents."""
        for node in range(len(self.left) - 1, -1, -1):
            for side in (self.left, self.right):
                child = side[node]
                if child != EMPTY and not child & 1:
                    low, high = self.left[child >> 1], self.right[child >> 1]
                    if low == high and (low == EMPTY or low & 1):
                        side[node] = low

    def order(self):
        seen, stack = [], [0]
        while stack:
            node = stack.pop()
            seen.append(node)
            for child in (self.right[node], self.left[node]):
                if child != EMPTY and not child & 1:
                    stack.append(child >> 1)
        return seen


def control(kind, size):
    """Control bytes of a value; extended kinds have their number less 7 in a second byte."""
    if kind <= 7:
        return bytes([kind << 5 | size])
    return bytes([size, kind - 7])


def number(kind, value):
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return control(kind, len(data)) + data


def text(value):
    data = value.encode()
    if len(data) < 29:
        return control(2, len(data)) + data
    return bytes([2 << 5 | 29, len(data) - 29]) + data


def mapping(pairs):
    return control(7, len(pairs)) + b"".join(text(key) + value for key, value in pairs)


def main():
    v4, v6, epoch, target = sys.argv[1:]
    tree = Tree()
    for path in (v6, v4):
        for address, depth, asn in networks(path):
            tree.add(address, depth, asn)
    tree.merge()
    order = tree.order()
    place = {node: at for at, node in enumerate(order)}
    data, offsets = bytearray(), {}
    for node in order:
        for child in (tree.left[node], tree.right[node]):
            if child & 1 and child != EMPTY and child not in offsets:
                offsets[child] = len(data)
                data += mapping([("autonomous_system_number", number(6, child >> 1))])
    count = len(order)

    def record(child):
        if child == EMPTY:
            value = count
        elif child & 1:
            value = count + 16 + offsets[child]
        else:
            value = place[child >> 1]
        return value.to_bytes(3, "big")

    nodes = b"".join(record(tree.left[node]) + record(tree.right[node]) for node in order)
    meta = mapping([
        ("binary_format_major_version", number(5, 2)),
        ("binary_format_minor_version", number(5, 0)),
        ("build_epoch", number(9, int(epoch))),
        ("database_type", text("ip-location-db-ASN")),
        ("description", mapping([("en", text("Autonomous system numbers"))])),
        ("ip_version", number(5, 6)),
        ("languages", control(11, 1) + text("en")),
        ("node_count", number(6, count)),
        ("record_size", number(5, 24)),
    ])
    with open(target, "wb") as out:
        out.write(nodes + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + meta)


if __name__ == "__main__":
    main()
