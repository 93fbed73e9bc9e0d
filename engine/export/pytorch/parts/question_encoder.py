class QuestionEncoder(nn.Module):
    """Embedding, tanh, a recurrent network or the mean of the words, tanh, and a linear layer: [B, N] -> [B, C]"""

    def __init__(self, vocabulary: int, width: int, cell: str):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        if cell == "lstm":
            self.lstm = nn.LSTM(width, width, batch_first=True)
        elif cell == "gru":
            self.gru = nn.GRU(width, width, batch_first=True)
        self.cell = cell
        self.output = nn.Linear(2 * width if cell == "lstm" else width, width)

    def forward(self, question: Tensor) -> Tensor:
        words = torch.tanh(self.embedding(question))
        if self.cell == "lstm":
            _, (hidden, cell) = self.lstm(words)
            read = torch.cat([hidden[0], cell[0]], 1)
        elif self.cell == "gru":
            read = self.gru(words)[1][0]
        else:
            present = (question > 0).to(words.dtype).unsqueeze(2)
            read = (words * present).sum(1) / present.sum(1).clamp(min=1)
        return self.output(torch.tanh(read))
