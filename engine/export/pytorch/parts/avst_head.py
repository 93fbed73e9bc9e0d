class OneQueryAttention(nn.Module):
    """Multi-head attention of one query over T values: [B, C], [B, T, C] -> [B, C]"""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)

    def forward(self, query: Tensor, memory: Tensor) -> Tensor:
        def by_head(x: Tensor) -> Tensor:
            return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

        q, k, v = by_head(self.query(query).unsqueeze(1)), by_head(self.key(memory)), by_head(self.value(memory))
        return self.output(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(1))


class TemporalGrounding(nn.Module):
    """The question as the query over T seconds, a residual MLP and a layer norm: [B, C], [B, T, C] -> [B, C]"""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.attention = OneQueryAttention(width, heads)
        self.first = nn.Linear(width, width)
        self.second = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, question: Tensor, memory: Tensor) -> Tensor:
        attended = self.attention(question, memory)
        return self.norm(attended + self.second(F.relu(self.first(attended))))


class AvstHead(nn.Module):
    """Spatial grounding, temporal grounding and fusion with the question: logits [B, A]"""

    def __init__(self, width: int, heads: int, answers: int):
        super().__init__()
        self.grounding = nn.Linear(2 * width, width)
        # Only the matching loss of training uses it.
        sizes = [2 * width, width, 256, 128, 2]
        self.match = nn.ModuleList(nn.Linear(inputs, outputs) for inputs, outputs in zip(sizes, sizes[1:]))
        self.temporal_audio = TemporalGrounding(width, heads)
        self.temporal_visual = TemporalGrounding(width, heads)
        self.fusion = nn.Linear(2 * width, width)
        self.answer = nn.Linear(width, answers)

    def ground(self, sounds: Tensor, maps: Tensor) -> Tensor:
        """g = W tanh([mean v, sum p v]), p = softmax(<v, a>) of unit vectors: [B, T, C], [B, T, H W, C] -> [B, T, C]"""
        directions = unit(maps)
        attention = torch.softmax((directions * unit(sounds).unsqueeze(-2)).sum(-1), -1)
        attended = (directions * attention.unsqueeze(-1)).sum(-2)
        return self.grounding(torch.tanh(torch.cat([maps.mean(-2), attended], -1)))

    def forward(self, audio: Signal, visual: Signal, question: Tensor) -> Tensor:
        sounds = audio.values
        pictures = self.ground(sounds, visual.values.flatten(2, 3))
        heard = self.temporal_audio(question, sounds) + sounds.mean(1)
        seen = self.temporal_visual(question, pictures) + pictures.mean(1)
        fused = self.fusion(torch.tanh(torch.cat([heard, seen], 1)))
        return self.answer(torch.tanh(fused * question))
