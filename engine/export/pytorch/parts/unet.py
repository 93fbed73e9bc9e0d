def convolved(convolution: nn.Conv2d, maps: Tensor) -> Tensor:
    """A convolution of maps whose channels come last, [M, H, W, C]."""
    return convolution(maps.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


def same_convolution(size: int, inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, size, padding=size // 2)


class ChannelsLastGroupNorm(nn.GroupNorm):
    def __init__(self, width: int):
        super().__init__(next(groups for groups in (8, 4, 2, 1) if width % groups == 0), width)

    def forward(self, maps: Tensor) -> Tensor:
        return super().forward(maps.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


class RmsNorm(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return unit(x) * math.sqrt(x.shape[-1]) * self.weight


class ResidualBlock(nn.Module):
    """Two convolutions with group norms; the time scales and shifts the first one's output."""

    def __init__(self, inputs: int, outputs: int, time_width: int):
        super().__init__()
        self.time = nn.Linear(time_width, 2 * outputs)
        self.first = same_convolution(3, inputs, outputs)
        self.first_norm = ChannelsLastGroupNorm(outputs)
        self.second = same_convolution(3, outputs, outputs)
        self.second_norm = ChannelsLastGroupNorm(outputs)
        self.residual = nn.Identity() if inputs == outputs else nn.Linear(inputs, outputs)

    def forward(self, maps: Tensor, time: Tensor) -> Tensor:
        scale, shift = self.time(F.silu(time)).chunk(2, -1)
        timed = self.first_norm(convolved(self.first, maps)) * (scale + 1) + shift
        return F.silu(self.second_norm(convolved(self.second, F.silu(timed)))) + self.residual(maps)


class GridAttention(nn.Module):
    """x + attention over the cells, with four heads of 32, and with learned keys and values for all maps."""

    heads, depth, memories = 4, 32, 4

    def __init__(self, width: int, linear: bool):
        super().__init__()
        inner = self.heads * self.depth
        self.linear = linear
        self.norm = RmsNorm(width)
        self.query_key_value = nn.Linear(width, 3 * inner, bias=False)
        self.memory_keys = nn.Parameter(torch.zeros(self.heads, self.memories, self.depth))
        self.memory_values = nn.Parameter(torch.zeros(self.heads, self.memories, self.depth))
        self.output = nn.Linear(inner, width)
        self.output_norm = RmsNorm(width) if linear else nn.Identity()

    def forward(self, maps: Tensor) -> Tensor:
        x = maps.flatten(1, 2)
        q, k, v = (
            part.unflatten(-1, (self.heads, self.depth)).transpose(1, 2)
            for part in self.query_key_value(self.norm(x)).chunk(3, -1)
        )
        k = torch.cat([self.memory_keys.expand(len(x), -1, -1, -1), k], 2)
        v = torch.cat([self.memory_values.expand(len(x), -1, -1, -1), v], 2)
        if self.linear:
            context = torch.softmax(k.transpose(2, 3), -1) @ v
            attended = torch.softmax(q, -1) / math.sqrt(self.depth) @ context
        else:
            attended = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(self.depth), -1) @ v
        return maps + self.output_norm(self.output(attended.transpose(1, 2).flatten(2))).view_as(maps)


class Level(nn.Module):
    """Two residual blocks and an attention."""

    def __init__(self, inputs: int, outputs: int, linear: bool, time_width: int, second_inputs: int):
        super().__init__()
        self.first = ResidualBlock(inputs, outputs, time_width)
        self.second = ResidualBlock(second_inputs, outputs, time_width)
        self.attention = GridAttention(outputs, linear)


class TimeMlp(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Linear(width, 4 * width)
        self.second = nn.Linear(4 * width, 4 * width)

    def forward(self, embedding: Tensor) -> Tensor:
        return self.second(F.gelu(self.first(embedding)))


class UNet(nn.Module):
    """The U-Net of the diffusion, with two levels of widths w and 2 w. Maps are [M, H W, C]."""

    def __init__(self, channels: int, width: int, grid: tuple[int, int]):
        super().__init__()
        outer, inner, time = width, 2 * width, 4 * width
        self.width, self.grid = width, grid
        self.enter = same_convolution(7, channels, outer)
        self.time = TimeMlp(width)
        self.down0 = Level(outer, outer, True, time, outer)
        self.down0.halve = nn.Conv2d(outer, outer, 2, stride=2)
        self.down1 = Level(outer, outer, False, time, outer)
        self.down1.widen = same_convolution(3, outer, inner)
        self.middle = Level(inner, inner, False, time, inner)
        self.up1 = Level(inner + outer, inner, False, time, inner + outer)
        self.up1.after_doubling = same_convolution(3, inner, outer)
        self.up0 = Level(outer + outer, outer, True, time, outer + outer)
        self.up0.last = same_convolution(3, outer, outer)
        self.final = ResidualBlock(2 * outer, outer, time)
        self.leave = nn.Linear(outer, channels)

    def forward(self, maps: Tensor, step: int) -> Tensor:
        time = self.time(time_embedding(step, self.width).to(maps))
        joined: list[Tensor] = []

        def down(level: Level, x: Tensor) -> Tensor:
            joined.append(level.first(x, time))
            joined.append(level.attention(level.second(joined[-1], time)))
            return joined[-1]

        def up(level: Level, x: Tensor) -> Tensor:
            once = level.first(torch.cat([x, joined.pop()], -1), time)
            return level.attention(level.second(torch.cat([once, joined.pop()], -1), time))

        height, width = self.grid
        entered = convolved(self.enter, maps.unflatten(1, self.grid))
        outer = F.pad(down(self.down0, entered), (0, 0, 0, width % 2, 0, height % 2))
        x = convolved(self.down1.widen, down(self.down1, convolved(self.down0.halve, outer)))
        x = self.middle.second(self.middle.attention(self.middle.first(x, time)), time)
        x = up(self.up1, x).repeat_interleave(2, 1).repeat_interleave(2, 2)
        x = convolved(self.up1.after_doubling, x)[:, :height, :width]
        x = convolved(self.up0.last, up(self.up0, x))
        return self.leave(self.final(torch.cat([x, entered], -1), time)).flatten(1, 2)
