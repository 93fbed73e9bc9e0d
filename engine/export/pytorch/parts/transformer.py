class SelfAttention(nn.Module):
    """Multi-head self attention of N tokens: [B, N, C] -> [B, N, C]"""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = (
            project(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for project in (self.query, self.key, self.value)
        )
        return self.output(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class TransformerLayer(nn.Module):
    """x + SelfAttention(LayerNorm(x)), then x + W2 f(W1 LayerNorm(x)): [B, N, C] -> [B, N, C]"""

    def __init__(self, width: int, heads: int, activation: Callable[[Tensor], Tensor]):
        super().__init__()
        self.activation = activation
        self.attention = SelfAttention(width, heads)
        self.first = nn.Linear(width, 4 * width)
        self.second = nn.Linear(4 * width, width)
        self.first_norm = nn.LayerNorm(width)
        self.second_norm = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.first_norm(x))
        return x + self.second(self.activation(self.first(self.second_norm(x))))
