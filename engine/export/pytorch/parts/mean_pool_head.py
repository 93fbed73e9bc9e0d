class MeanPoolHead(nn.Module):
    """Means of audio and visual, joined and multiplied with the question: logits [B, A]"""

    def __init__(self, pooled: int, width: int, answers: int):
        super().__init__()
        self.fusion = nn.Linear(pooled, width) if pooled > 0 else None
        self.answer = nn.Linear(width, answers)

    def forward(self, question: Tensor, *signals: Signal) -> Tensor:
        if self.fusion is None:
            return self.answer(torch.tanh(question))
        means = [signal.values.flatten(1, -2).mean(1) for signal in signals]
        return self.answer(torch.tanh(question * self.fusion(torch.tanh(torch.cat(means, 1)))))
