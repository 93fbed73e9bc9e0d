"""Runs the exported modules in the given folders, and prints the logits of every scenario and the shapes of the state_dict as JSON.

A folder has model.py, model.safetensors and inputs.json. The latter has audio, visual and question with their shapes, and the
random numbers of the model by scenario. The script needs torch and safetensors.
"""

import importlib.util
import json
import sys
from pathlib import Path

import torch


def tensor_of(value: dict, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.tensor(value["values"], dtype=dtype).reshape(value["shape"])


def run(folder: Path) -> dict:
    spec = importlib.util.spec_from_file_location("model", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load()
    inputs = json.loads((folder / "inputs.json").read_text())
    audio, visual = tensor_of(inputs["audio"]), tensor_of(inputs["visual"])
    question = tensor_of(inputs["question"], torch.long)
    logits = {}
    for scenario, draws in inputs["draws"].items():
        rest = iter(draws)

        def draw(shape):
            return torch.tensor(next(rest), dtype=torch.float32).reshape(tuple(shape))

        with torch.no_grad():
            logits[scenario] = model(audio, visual, question, scenario, draw).flatten().tolist()
    return {"logits": logits, "state": {name: list(value.shape) for name, value in model.state_dict().items()}}


# The models are small, so several threads would be slower.
torch.set_num_threads(1)
print(json.dumps({folder: run(Path(folder)) for folder in sys.argv[1:]}))
