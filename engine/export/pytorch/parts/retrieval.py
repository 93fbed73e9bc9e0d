class Retrieval(TrainingBank):
    """Recalls the features of the training second whose other modality is nearest by cosine."""

    def __init__(self, bank: int, audio_width: int, grid: tuple[int, int, int], visual_address: str):
        super().__init__(bank, audio_width, grid)
        self.visual_address = visual_address

    def compared(self, maps: Tensor) -> Tensor:
        """The compared part of maps [..., H W C]."""
        return maps if self.visual_address == "whole map" else maps.unflatten(-1, (-1, self.grid[2])).mean(-2)

    def forward(self, audio: Signal, visual: Signal) -> tuple[Signal, Signal]:
        def guess_audio(seen: Tensor) -> Tensor:
            similarity = self.ranked(self.compared(seen.flatten(2)), self.compared(self.visual_bank))
            return self.audio_bank[similarity.argmax(-1)]

        def guess_visual(heard: Tensor) -> Tensor:
            nearest = self.ranked(heard, self.audio_bank).argmax(-1)
            return self.visual_bank[nearest].unflatten(-1, self.grid)

        return recall_missing(audio, visual, guess_audio, guess_visual)
