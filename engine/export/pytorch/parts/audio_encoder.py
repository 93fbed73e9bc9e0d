class AudioEncoder(nn.Module):
    """f_a = W2 ReLU(W1 a + b1) + b2, normalised over C if requested: [B, T, 128] -> [B, T, C]"""

    def __init__(self, inputs: int, width: int, normalise: bool):
        super().__init__()
        self.first = nn.Linear(inputs, width)
        self.second = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width) if normalise else nn.Identity()

    def forward(self, audio: Signal, draw: Draw) -> Signal:
        return encoded(audio, self.norm(self.second(F.relu(self.first(audio.values)))), draw)
