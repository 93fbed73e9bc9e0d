class Signal(NamedTuple):
    """Values of a modality, and their state: "real", "noisy", "missing" (values are a fill) or "recalled"."""

    values: Tensor
    state: str = "real"
    # Standard deviation of the noise that the encoder adds to its features.
    noise: float = 0.0


class Batch(NamedTuple):
    """Audio [B, T, 128], visual [B, T, H, W, C] and token ids of the question [B, N]."""

    audio: Signal
    visual: Signal
    question: Tensor


def unit(x: Tensor) -> Tensor:
    """x / |x| over the last axis."""
    return x * torch.rsqrt(x.square().sum(-1, keepdim=True) + 1e-12)


def pool_grid(visual: Tensor) -> Tensor:
    """Mean over the grid: [..., H, W, C] -> [..., C]"""
    return visual.flatten(-3, -2).mean(-2)


def encoded(signal: Signal, features: Tensor, draw: Draw) -> Signal:
    """The signal with its encoded features f, or f + sigma epsilon if it is noisy."""
    if signal.state == "noisy":
        features = features + signal.noise * draw(features.shape).to(features)
    return signal._replace(values=features)


def recall_missing(audio: Signal, visual: Signal, guess_audio: Callable, guess_visual: Callable):
    """Recalls the missing modality from the other one, which is real or noisy."""
    heard, seen = audio.state in ("real", "noisy"), visual.state in ("real", "noisy")
    new_audio = Signal(guess_audio(visual.values), "recalled") if audio.state == "missing" and seen else audio
    new_visual = Signal(guess_visual(audio.values), "recalled") if visual.state == "missing" and heard else visual
    return new_audio, new_visual
