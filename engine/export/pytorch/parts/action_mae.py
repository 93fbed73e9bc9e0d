class Transformer(nn.Module):
    """Transformer layers and a layer norm after them: [B, N, D] -> [B, N, D]"""

    def __init__(self, width: int, heads: int, layers: int):
        super().__init__()
        self.layers = nn.ModuleList(TransformerLayer(width, heads, F.gelu) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


class ActionMae(nn.Module):
    """Recalls a modality with a masked autoencoder over the tokens of memory, sound and picture."""

    def __init__(
        self,
        seconds: int,
        audio_width: int,
        grid: tuple[int, int, int],
        heads: int,
        head_width: int,
        layers: int,
        memories: int,
    ):
        super().__init__()
        width = heads * head_width
        self.audio = nn.ModuleDict({"input": nn.Linear(audio_width, width), "output": nn.Linear(width, audio_width)})
        self.visual = nn.ModuleDict({"input": nn.Linear(grid[2], width), "output": OntoGrid(width, grid)})
        for modality in (self.audio, self.visual):
            modality.modality = nn.Parameter(torch.zeros(1, width))
        self.second = nn.Parameter(torch.zeros(seconds, width))
        self.memory = nn.Parameter(torch.zeros(memories, width))
        self.mask = nn.Parameter(torch.zeros(1, width))
        self.encoder = Transformer(width, heads, layers)
        self.decoder = Transformer(width, heads, layers)

    def placed(self, modality: str, tokens: Tensor) -> Tensor:
        return tokens + self.second + getattr(self, modality).modality

    def reconstructed(self, modality: str, given: str, vectors: Tensor) -> Tensor:
        """Decoded tokens of a modality from those of the memory and of the given one: [B, T, C] -> [B, T, D]"""
        memories, seconds = len(self.memory), len(self.second)
        own = self.placed(given, getattr(self, given)["input"](vectors))
        memory = self.memory.expand(len(own), -1, -1)
        encoded_memory, encoded_own = self.encoder(torch.cat([memory, own], 1)).split((memories, seconds), 1)
        tokens = {
            given: self.placed(given, encoded_own),
            modality: self.placed(modality, self.mask.expand(len(own), seconds, -1)),
        }
        decoded = self.decoder(torch.cat([encoded_memory, tokens["audio"], tokens["visual"]], 1))
        return decoded.split((memories, seconds, seconds), 1)[1 if modality == "audio" else 2]

    def forward(self, audio: Signal, visual: Signal) -> tuple[Signal, Signal]:
        def guess_audio(seen: Tensor) -> Tensor:
            return self.audio["output"](self.reconstructed("audio", "visual", pool_grid(seen)))

        def guess_visual(heard: Tensor) -> Tensor:
            return self.visual["output"](self.reconstructed("visual", "audio", heard))

        return recall_missing(audio, visual, guess_audio, guess_visual)
