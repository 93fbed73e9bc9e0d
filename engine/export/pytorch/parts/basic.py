class Signal(NamedTuple):
    """Values of a modality, and their state: "real", "missing" (a fill is in their place) or "recalled"."""

    values: Tensor
    state: str = "real"


class Batch(NamedTuple):
    """Audio [B, T, 128], visual [B, T, H, W, C] and token ids of the question [B, N]."""

    audio: Signal
    visual: Signal
    question: Tensor


def unit(x: Tensor) -> Tensor:
    """x / |x| over the last axis."""
    return x * torch.rsqrt(x.square().sum(-1, keepdim=True) + 1e-12)


def recall_missing(audio: Signal, visual: Signal, guess_audio: Callable, guess_visual: Callable):
    """Recalls the one modality that is missing from the other one."""
    heard, seen = audio.state == "real", visual.state == "real"
    new_audio = Signal(guess_audio(visual.values), "recalled") if audio.state == "missing" and seen else audio
    new_visual = Signal(guess_visual(audio.values), "recalled") if visual.state == "missing" and heard else visual
    return new_audio, new_visual
