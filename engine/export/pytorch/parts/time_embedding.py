def time_embedding(step: int, width: int) -> Tensor:
    """Sinusoidal embedding of a diffusion step: [width]"""
    half = max(1, width // 2)
    angles = [step * math.exp(-math.log(10_000) * (index % half) / max(1, half - 1)) for index in range(width)]
    return torch.tensor([math.sin(a) if index < half else math.cos(a) for index, a in enumerate(angles)])
