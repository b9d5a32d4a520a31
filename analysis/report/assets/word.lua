-- Divisions of a report as styles of Word, and its contents as a field that Word can make anew.

local styles = {
  lead = "Lead", scope = "Scope", quiet = "Quiet", introduction = "Introduction",
  claim = "Claim", beyond = "Claim Beyond",
}

local function field(kind, code)
  local instruction = code and '<w:r><w:instrText xml:space="preserve"> ' .. code .. ' </w:instrText></w:r>' or ''
  return pandoc.RawInline('openxml',
    '<w:r><w:fldChar w:fldCharType="' .. kind .. '"/></w:r>' .. instruction)
end

local function styled(style, blocks)
  return pandoc.Div(blocks, { ["custom-style"] = style })
end

-- Headings of the first level as links, without page numbers: those only Word can count.
local function contents(headings)
  local lines = headings:map(function(heading)
    return { pandoc.Link(heading.content:clone(), "#" .. heading.identifier) }
  end)
  table.insert(lines[1], 1, field("separate"))
  table.insert(lines[1], 1, field("begin", [[TOC \o "1-1" \h \n]]))
  table.insert(lines[#lines], field("end"))
  local blocks = pandoc.List({ styled("TOC Heading", { pandoc.Para({ pandoc.Str("Contents") }) }) })
  for _, line in ipairs(lines) do
    blocks:insert(styled("toc 1", { pandoc.Para(line) }))
  end
  return blocks
end

local function smaller(rows)
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do
      local paragraphs = cell.contents:walk({ Plain = function(plain) return pandoc.Para(plain.content) end })
      cell.contents = { styled("Table Text", paragraphs) }
    end
  end
end

-- The cells of a table in the type of tables.
function Table(grid)
  smaller(grid.head.rows)
  for _, body in ipairs(grid.bodies) do smaller(body.body) end
  return grid
end

-- A new line within a cell, which markdown cannot have.
function Span(span)
  if span.classes:includes("break") then return pandoc.LineBreak() end
end

-- A title in bold stays on the page of what it stands over.
local function with_next(block)
  local alone = block.t == "Para" and #block.content == 1 and block.content[1].t == "Strong"
  return alone and styled("Introduction", { block }) or block
end

function Pandoc(doc)
  local headings = pandoc.List()
  doc:walk({ Header = function(heading)
    if heading.level == 1 then headings:insert(heading) end
  end })
  return doc:walk({ Div = function(div)
    if div.classes:includes("contents") then return contents(headings) end
    if div.classes:includes("answers") then div.content = div.content:map(with_next) end
    for _, class in ipairs(div.classes) do
      div.attributes["custom-style"] = styles[class] or div.attributes["custom-style"]
    end
    return div
  end })
end
