"""Writes npy-fixtures.json, which npy.test.ts reads, with NumPy.

    python npy-fixtures.py        (in this folder)

Each entry is a file in base 64 with the values (i - 11) / 8 for i = 0 ... 23 as [2, 3, 4]. All three types represent them exactly.
"""

import base64
import io
import json

import numpy as np

values = ((np.arange(24) - 11) / 8).reshape(2, 3, 4)
files = {}
for version in (1, 2, 3):
    for size in (2, 4, 8):
        for order in "<>":
            for layout in "CF":
                file = io.BytesIO()
                array = np.array(values, dtype=f"{order}f{size}", order=layout)
                np.lib.format.write_array(file, array, version=(version, 0))
                files[f"version {version}, {order}f{size}, {layout} order"] = base64.b64encode(file.getvalue()).decode()
with open("npy-fixtures.json", "w") as file:
    json.dump(files, file, indent=2)
    file.write("\n")
